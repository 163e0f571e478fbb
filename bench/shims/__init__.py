"""What the libraries of compiled programs cost beside the same work written by hand in Python."""
