-- The orders that the report is about: date, region, product, quantity, price of one.

return {
  { "2024-01-09", "North", "Lamp", 12, 24.90 },
  { "2024-01-17", "South", "Chair", 4, 89.00 },
  { "2024-01-28", "North", "Table", 1, 349.50 },
  { "2024-02-02", "East", "Lamp", 7, 24.90 },
  { "2024-02-14", "South", "Lamp", 20, 22.40 },
  { "2024-02-20", "East", "Shelf", 3, 129.00 },
  { "2024-03-05", "North", "Chair", 10, 84.55 },
  { "2024-03-11", "West", "Table", 2, 349.50 },
  { "2024-03-12", "South", "Shelf", 1, 129.00 },
  { "2024-03-30", "East", "Chair", 6, 89.00 },
  { "2024-04-01", "West", "Lamp", 3, 24.90 },
  { "2024-04-22", "North", "Shelf", 5, 119.00 },
}
