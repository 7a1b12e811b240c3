"""One file a format: `read(path, truth, tools)` reads a file with a foreign library and compares it with the graph.

It returns one line to print (what read it, how much), and raises `AssertionError` where something is lost.
`endings` overrides how the file is called, where it is not `graph.` and the format's name.
"""
