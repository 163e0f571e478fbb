"""Names that follow from other names (Freight specification, section 9)."""

import re


def singular(name: str) -> str:
    """The singular of an English plural: `categories` -> `category`, `boxes` -> `box`, `posts` -> `post`."""
    if name.endswith("ies") and len(name) > 3:
        return name[:-3] + "y"
    if re.search(r"(?:s|x|z|ch|sh)es$", name):
        return name[:-2]
    if name.endswith("s") and not name.endswith("ss"):
        return name[:-1]
    return name


def getter(name: str) -> str:
    """The method that gives a relation: `posts` -> `getPosts`, `blog_posts` -> `getBlogPosts`."""
    return "get" + "".join(part[:1].upper() + part[1:] for part in name.split("_"))
