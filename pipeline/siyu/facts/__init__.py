"""Sourced, dated tables about the world. Facts about a brand are content, not code."""
