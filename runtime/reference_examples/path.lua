print(path.join("www", "img", "../css/site.css")) --> www/img/../css/site.css
print(path.normalize("www/img/../css/site.css")) --> www/css/site.css
print(path.basename("/a/b.tar.gz"), path.extname("/a/b.tar.gz"), path.dirname("/a/b.tar.gz")) --> b.tar.gz	.gz	/a
print(path.is_absolute("/a"), path.is_relative("a")) --> true	true
