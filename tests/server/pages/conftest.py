"""The fixtures of the pages."""

from page_models import broken, models, write_model

__all__ = ["broken", "models", "write_model"]
