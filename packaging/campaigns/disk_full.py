BROKEN: tuple[str, ...] = ()
