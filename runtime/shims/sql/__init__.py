"""What the SQL engines that run as servers have in common: statements, pools of connections, the database handle.

`postgresql` and `mysql` add a connection (`connection.Connection`) and the options to make it.
"""
