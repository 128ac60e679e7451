"""Commodities and pathways: kinds with their step chains, goods with HS headings, trade."""
