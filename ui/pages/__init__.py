"""The pages that Streamlit shows. :mod:`ui.pages.frame` is its script; the others are its pages."""
