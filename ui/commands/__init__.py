"""The commands of ``opis``, a module each; they compose what the rooms below offer."""
