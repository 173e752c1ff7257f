"""The two faces of Opis: the command ``opis`` and the Streamlit pages.

Both only compose what the rooms below offer; neither reads the catalogue or the index by itself.
"""
