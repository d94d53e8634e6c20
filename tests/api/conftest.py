from small_models import conditional, folder, plain

__all__ = ["conditional", "folder", "plain"]
