-- Shows %f %e %E %g %G %a %A with flags, widths and precision.
for _, v in ipairs {0, 1, -1, 0.5, 123.456, 1e10, 1e-10, 1/3, 1e100, -0.0, 2^53, 1/0, -1/0} do
  print(("%f|%.0f|%.3f|%10.2f|%-10.1f|%+.1f|%010.2f|% .2f|%#.0f"):format(v, v, v, v, v, v, v, v, v))
  print(("%e|%.0e|%E|%12.3e|%g|%.3g|%G|%#g|%10.4g|%.10g|%.0g"):format(v, v, v, v, v, v, v, v, v, v, v))
end
print(("%.20f %.15g %.17g %.99f"):format(0.1, 0.1, 0.1, 1/3))
print(("%5.1f|%f|%g"):format("3.14159", "10", 5))
print(("%a %A %.1a %.3a %a %a"):format(1, 0.5, 1.999, 3.14159, 0, -1))
print((("%f"):format(0/0):gsub("-", "")))
print(("%g %g %g %g %g"):format(100000, 1000000, 1e15, 123456789, 0.0001), ("%g"):format(0.00001), ("%.3f"):format(2.0005), ("%.2f"):format(2.675), ("%.0f %.0f %.0f"):format(0.5, 1.5, 2.5))
print(("%10.3e|%-12g|%+g|% g"):format(12345.678, 1.5, 2, 3))
print(pcall(string.format, "%f", "x"))
print(pcall(string.format, "%f"))
print(pcall(string.format, "%.100f", 1))
print(pcall(string.format, "%100f", 1))
print(pcall(string.format, "%5.f", 1))
print(("%.f|%5.f|%.e"):format(1.5, 2.5, 12345.678))
