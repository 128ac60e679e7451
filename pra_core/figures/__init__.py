"""Charts: arrays and a translator in, plotly figures out; nothing is drawn on a page here."""
