"""A catalog's headings: which column each stands for, what passes through, and what is wrong with them.

What is read otherwise than by its plain name is told; nothing is guessed. Two headings for one column are refused,
unless the list of known headings says how they go together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from logicost.catalog.heading_units import half_metric, units_beside
from logicost.catalog.headings import HELPERS, Column, Export, Found, fits, headings, words_of
from logicost.catalog.mistyped import nearest_column
from logicost.catalog.title_parts import Part, Reading
from logicost.errors import CatalogError, nearest, shown
from logicost.inputs.fields import FIELD

KNOWN_COLUMNS = tuple(FIELD)
REQUIRED = (("sku",), ("dimensions", "length"), ("weight",))
_STORES = ("amazon store", "marketplace")  # headings of Amazon's own reports
_SIDES = ("length", "width", "height")
_SHOWN = 40  # headings that an error names
_COMMON = ("sku", "title", "dimensions", *_SIDES, "dimension_unit", "weight", "weight_unit", "price", "cost", "category",
           "market", "zone", "placement", "days_in_storage", "monthly_units", "units_per_order", "packaging", "handling",
           "postage", "return_rate", "inbound_freight", "channel")  # fmt: skip


@dataclass(slots=True)
class Titles:
    """The columns of a catalog.

    Attributes:
        columns: for each of the file's, its name in the blocks and whether it is read; the others keep their title.
        extra: the names of those that are not read, in order.
        readings: columns that are not merely renamed.
        told: what was read otherwise than by its plain name, in words.
        warnings: what the user should know.
        export: the kind of export that the headings show, if any.
        by_store: whether it is a report of Amazon's that holds the rows of several stores.
        by_key: of an export, each heading's name in the blocks.

        headings: of each column that is read, its heading, the first of several.
    """

    columns: list[tuple[str, bool]] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    export: Export | None = None
    by_store: bool = False
    by_key: dict[str, str] = field(default_factory=dict)

    headings: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.columns]

    @property
    def read(self) -> set[str]:
        """The catalog columns that the file gives."""
        return {name for name, known in self.columns if known} | {reading.column for reading in self.readings}

    def sources(self, column: str) -> list[str]:
        """The blocks' columns out of which a catalog column is made."""
        parts = [part for reading in self.readings if reading.column == column for part in reading.parts]
        return [self.names[part.place] for part in parts] or [name for name in self.names if name == column]


def column_key(title: str) -> str:
    """A column's title as columns are compared: any case, blanks and hyphens as underscores."""
    return title.strip().lower().replace(" ", "_").replace("-", "_")


def match_titles(
    titles: Sequence[str],
    catalog: str,
    required: Sequence[tuple[str, ...]] = REQUIRED,
    columns: Mapping[str, str] | None = None,
) -> Titles:
    """The columns behind the headings.

    Args:
        catalog: what the catalog is called in messages.
        required: the columns that must be there, each with its alternatives.
        columns: headings that the user names, to the column and unit that each is: ``{"L": "length (cm)"}``; a blank
            column leaves the heading unread.

    Raises:
        CatalogError: ``column_missing``, ``column_twice``, ``heading_unknown``, ``column_unknown``, ``unit_open`` or
            ``too_many_columns``.
    """
    if len(titles) > MOST_COLUMNS:
        raise CatalogError(
            "too_many_columns", f"{catalog} has {len(titles):,} columns; at most {MOST_COLUMNS:,} are read"
        )
    named = [title.replace("\0", "\N{REPLACEMENT CHARACTER}").strip() for title in titles]  # Arrow has no such names
    return _Match([title or f"column {place}" for place, title in enumerate(named, 1)], catalog).finish(
        required, columns or {}
    )


MOST_COLUMNS = 10_000


class _Match:
    def __init__(self, titles: Sequence[str], catalog: str) -> None:
        self.titles = titles
        self.catalog = catalog
        self.list = headings()
        self.keys = [" ".join(words_of(title)) for title in titles]
        self.export = self.list.export_of(titles)
        self.readings: dict[str, Reading] = {}
        self.unread: set[int] = set()  # what the user wants left alone
        self.warnings: list[str] = []

    def finish(self, required: Sequence[tuple[str, ...]], columns: Mapping[str, str]) -> Titles:
        for heading, wanted in columns.items():
            self._named_by_user(heading, wanted)
        plain, known = self._by_name()
        for column, parts in plain.items():
            self._plain(column, parts, known.pop(column, []))
        for column, found in known.items():
            if column not in self.readings:
                self._known(column, found)
        self._otherwise()
        for place, column in units_beside(self.readings, self.keys, self.list).items():
            self._take(column, [Part(place, self.titles[place])])
        self._check(required)
        return self._titles()

    def _named_by_user(self, heading: str, wanted: str) -> None:
        places = [place for place, title in enumerate(self.titles) if title == heading.strip()]
        if not places:
            key = " ".join(words_of(heading))
            places = [place for place, each in enumerate(self.keys) if each == key and key]
        if len(places) != 1:
            what = "no heading" if not places else "more than one heading"
            raise CatalogError(
                "heading_unknown", f"{self.catalog} has {what} {shown(heading)}; {self._shown()}", heading
            )
        if not wanted.strip():
            self.unread.add(places[0])
            return
        found = self.list.find(wanted)
        if found is None or not found.plain:
            raise CatalogError(
                "column_unknown",
                f"{shown(wanted)} is no column of a catalog.{nearest(column_key(wanted), list(KNOWN_COLUMNS), 0.8)}",
                "columns",
            )
        if found.column in self.readings:
            raise CatalogError("column_twice", f"columns names two headings for {found.column}; keep one of them")
        at_home = self.list.find(self.titles[places[0]])
        unit, currency = found.unit, found.currency
        if at_home is None or at_home.column == found.column:  # "L (cm)" named as length is in cm
            _, own_unit, own_currency = self.list.split(self.titles[places[0]])
            if unit is None and fits(found.column, own_unit, None):
                unit = own_unit
            if currency is None and own_currency is not None and fits(found.column, None, own_currency):
                currency = own_currency
        self._take(found.column, [Part(places[0], self.titles[places[0]], unit, currency)])

    def _by_name(self) -> tuple[dict[str, list[Part]], dict[str, list[tuple[Part, Found]]]]:
        """The headings that are plain names, and those that the list knows."""
        plain: dict[str, list[Part]] = {}
        known: dict[str, list[tuple[Part, Found]]] = {}
        taken = self._taken()
        for place, title in enumerate(self.titles):
            if place in taken or place in self.unread:
                continue
            found = self.list.find(title) or self._of_export(title) or self._together(title)
            if found is None:
                continue
            part = Part(place, title, found.unit, found.currency)
            if found.plain:
                plain.setdefault(found.column, []).append(part)
            else:
                known.setdefault(found.column, []).append((part, found))
        return plain, known

    def _of_export(self, title: str) -> Found | None:
        if self.export is None:
            return None
        name, unit, currency = self.list.split(title)
        column = self.export.columns.get(" ".join(words_of(title)))
        if column is not None:
            return Found(column, name, False)
        column = self.export.columns.get(name)
        return Found(column, name, False, unit, currency) if column and fits(column, unit, currency) else None

    def _together(self, title: str) -> Found | None:
        """Short names such as L, W and H, which count only where all of them are there."""
        name, unit, currency = self.list.split(title)
        for column, known in self.list.columns.items():
            for names in known.together:
                if name == names[0] and currency is None and fits(column, unit, None):
                    there = {self.list.split(each)[0] for each in self.titles}
                    if set(names) <= there:
                        return Found(column, name, False, unit)
        return None

    def _plain(self, column: str, parts: list[Part], known: list[tuple[Part, Found]]) -> None:
        if column in self.readings:
            return  # the user has named another heading
        if len(parts) > 1:
            raise CatalogError("column_twice", f"{self.catalog} has {self._both(parts, column)}", column)
        self._take(column, parts)
        if known:
            others = ", ".join(shown(part.title) for part, _ in known)
            self.warnings.append(f"{shown(parts[0].title)} is read as {column}; {others} passes through")

    def _known(self, column: str, found: list[tuple[Part, Found]]) -> None:
        parts = [part for part, _ in found]
        if len(parts) == 1:
            self._take(column, parts)
            return
        by_name = {each.name: part for part, each in found}
        rules: Column = self.list.columns[column]
        for way, chains in (("first", rules.first), ("lower", rules.lower), ("same", rules.same)):
            for chain in chains:
                if len(by_name) == len(parts) and set(by_name) <= set(chain):
                    self._take(column, [by_name[name] for name in chain if name in by_name], way)
                    return
        raise CatalogError("column_twice", f"{self.catalog} has {self._both(parts, column)}", column)

    def _otherwise(self) -> None:
        """Names that serve where no better one is there."""
        for column, known in self.list.columns.items():
            if column in self.readings:
                continue
            taken = self._taken() | self.unread
            for name in known.otherwise:
                places = [place for place, title in enumerate(self.titles)
                          if place not in taken and self.list.split(title)[0] == name]  # fmt: skip
                if len(places) == 1:
                    title = self.titles[places[0]]
                    _, unit, currency = self.list.split(title)
                    if fits(column, unit, currency):
                        self._take(column, [Part(places[0], title, unit, currency)])
                        break

    def _check(self, required: Sequence[tuple[str, ...]]) -> None:
        missing = [names for names in required if not any(name in self.readings for name in names)]
        sides = [name for name in _SIDES if name in self.readings]
        if sides and "dimensions" not in self.readings and any("length" in names for names in required):
            missing = [names for names in missing if "length" not in names]
            missing += [(name,) for name in _SIDES if name not in sides]
        if not missing:
            self._check_units()
            return
        if required == REQUIRED and "price" not in self.readings:  # a catalog does without, but few mean to
            missing.append(("price",))
        wanted = ", ".join(" or ".join(names) for names in missing)
        if self.export is not None and self.export.lacks:
            raise CatalogError(
                "column_missing",
                f"{self.catalog} is {self.export.called} and has no column {wanted}: {self.export.lacks}",
                missing[0][0],
            )
        raise CatalogError(
            "column_missing",
            f"{self.catalog} has no column {wanted}. {self._shown()}. "
            f'Rename them, or say which is which: --columns "HEADING={missing[0][0]}"',
            missing[0][0],
        )

    def _check_units(self) -> None:
        """Where the heading of one side names a unit, those of the others must, or a column says it row by row."""
        parts = [self.readings[name].parts[0] for name in _SIDES if name in self.readings]
        named = [part for part in parts if part.unit is not None]
        if named and len(named) < len(parts) and "dimension_unit" not in self.readings:
            open_part = next(part for part in parts if part.unit is None)
            raise CatalogError(
                "unit_open",
                f"{self.catalog}: {shown(named[0].title)} is in {named[0].unit}, and {shown(open_part.title)} does not say; "
                f'say it: --columns "{open_part.title}={self._column_of(open_part)} ({named[0].unit})"',
                self._column_of(open_part),
            )

    def _column_of(self, part: Part) -> str:
        return next(reading.column for reading in self.readings.values() if part in reading.parts)

    def _titles(self) -> Titles:
        result = Titles(warnings=self.warnings, export=self.export)
        store = self.readings.get("market")
        result.by_store = store is not None and " ".join(words_of(store.parts[0].title)) in _STORES
        used = set(KNOWN_COLUMNS) | set(self.readings)
        direct = {
            reading.parts[0].place: reading.column
            for reading in self.readings.values()
            if len(reading.parts) == 1 and reading.parts[0].unit is None and reading.parts[0].currency is None
        }
        taken = self._taken()
        for place, title in enumerate(self.titles):
            if place in direct:
                name = direct[place]
                result.columns.append((name, name in FIELD or name == "currency"))
                if name in HELPERS and name not in (*FIELD, "currency"):
                    result.extra.append(name)
                continue
            name = f"\0{place}" if place in taken else _unused(title, used)
            used.add(name)
            result.columns.append((name, place in taken))
            if place not in taken:
                result.extra.append(name)
        if self.export is not None:
            result.by_key = dict(zip(self.keys, result.names, strict=True))
        result.readings = [reading for reading in self.readings.values() if reading.parts[0].place not in direct]
        result.headings = {reading.column: reading.parts[0].title for reading in self.readings.values()}
        in_order = sorted(self.readings.values(), key=lambda reading: reading.parts[0].place)
        result.told = [self._told(reading) for reading in in_order if self._is_told(reading)]
        if result.told:
            result.warnings.insert(0, f"{self.catalog}: read {'; '.join(result.told)}")
        if warning := half_metric(self.readings):
            result.warnings.append(warning)
        if warning := self._mistyped(result.extra):
            result.warnings.append(warning)
        return result

    def _take(self, column: str, parts: Sequence[Part], way: str = "first") -> None:
        self.readings[column] = Reading(column, tuple(parts), way)

    def _taken(self) -> set[int]:
        return {part.place for reading in self.readings.values() for part in reading.parts}

    def _is_told(self, reading: Reading) -> bool:
        """A plain name is not told, nor one with its unit in brackets: ``length (in)``."""
        part = reading.parts[0]
        mark = (part.unit or part.currency or "").lower()
        plain = (reading.column, f"{reading.column}_({mark})")
        return len(reading.parts) > 1 or column_key(part.title) not in plain

    def _told(self, reading: Reading) -> str:
        words = [shown(part.title) for part in reading.parts]
        marks = dict.fromkeys(mark for part in reading.parts if (mark := part.unit or part.currency))
        column = reading.column + (f", in {' and '.join(marks)}" if marks else "")
        if reading.way == "lower":
            return f"the lower of {' and '.join(words)} as {column}"
        return f"{', else '.join(words)} as {column}"

    def _both(self, parts: Sequence[Part], column: str) -> str:
        names = " and ".join(shown(part.title) for part in parts)
        return (
            f'{names}, and each would be the column {column}; say which is meant: --columns "{parts[0].title}={column}"'
        )

    def _shown(self) -> str:
        names = ", ".join(shown(title, 30) for title in self.titles[:_SHOWN])
        more = f" and {len(self.titles) - _SHOWN} more" if len(self.titles) > _SHOWN else ""
        return f"Its headings: {names}{more}"

    def _mistyped(self, extra: Sequence[str]) -> str:
        """One warning for headings that are a letter or two from a common column that is absent."""
        absent = [column for column in _COMMON if column not in self.readings]
        near = [(name, column) for name in extra if (column := nearest_column(column_key(name), absent))]
        if not near:
            return ""
        name, column = near[0]
        others = f"; and {len(near) - 1} more look mistyped" if len(near) > 1 else ""
        return f"the column {shown(name)} is not known and passes through. Did you mean '{column}'?{others}"


def _unused(title: str, used: set[str]) -> str:
    """The title, numbered where it stands already; ^…$ ends with a space, as Polars takes it for a pattern of names."""
    name, number = f"{title} " if title.startswith("^") and title.endswith("$") else title, 1
    while name in used:
        number += 1
        name = f"{title} ({number})"
    return name
