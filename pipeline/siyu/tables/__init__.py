"""Filled sheets read back: .xlsx and .csv, whatever program saved them, as tables of cells that know where they stand."""
