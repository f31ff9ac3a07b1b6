"""Read Arabic news with data: files, articles, tokens, mentions, measures, charts, a page."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what an editor and the type checker see
    from toolkit.public import *  # noqa: F403
else:  # all of it is imported when the first name is asked for: `toolkit --help` asks for none

    def __getattr__(name: str) -> Any:
        if name == "__all__" or not name.startswith("_"):
            import importlib  # `from toolkit import public` would ask here again

            public = importlib.import_module("toolkit.public")
            names = {each: getattr(public, each) for each in public.__all__}
            globals().update({"__all__": public.__all__, **names} | globals())
            if name in globals():
                return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__getattr__("__all__")})
