"""What a collection holds: descriptions, pages, words, references, dates and access.

The bottom room: everything here can be read back from the folder of a collection, and nothing here
knows how text is found or where it came from.
"""
