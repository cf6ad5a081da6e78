"""What a user gives to Python: values of any library made plain, and the base of the models that hold them."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer, ValidationError, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from logicost.currency_marks import plain_amount, split_amount
from logicost.errors import InputError, nearest, shown, text_of
from logicost.inputs.dates import read_day_number
from logicost.inputs.days import day_of
from logicost.inputs.fields import FIELD, Field
from logicost.inputs.readers import as_word, is_blank, read_flag, read_money, read_price
from logicost.money import to_grains
from logicost.number import near

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

_MISSING = ("NAType", "NaTType", "MaskedConstant")  # what pandas and NumPy have in place of a value
_PLAIN = (str, int, float, Fraction, dt.date, Mapping)


def _in_json(measure: object) -> object:
    """Measures that JSON does not know, pint's among them, as text."""
    if isinstance(measure, list):
        return [_in_json(each) for each in measure]
    return measure if measure is None or isinstance(measure, str | int | float) else str(measure)


MEASURE = PlainSerializer(_in_json, when_used="json")
Sides = Annotated[
    Any,
    MEASURE,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 3, "maxItems": 3},
                {"type": "null"},
            ]
        }
    ),
]


def plain_value(value: object, name: str) -> object:
    """The value in Python's own kind, None for the missing values of any library.

    Raises:
        InputError: ``value_unusable`` for what is neither a number nor text nor a measure.
    """
    if value is None or type(value).__name__ in _MISSING:
        return None
    if isinstance(value, float):
        return None if value != value else float(value) if type(value).__module__ == "numpy" else value
    if isinstance(value, Decimal):
        return Decimal("NaN") if value.is_snan() else near(value)  # one that signals cannot even be compared
    if isinstance(value, dict):
        return {_near(key): _near(each) for key, each in value.items()}
    if isinstance(value, _PLAIN):
        return value
    if type(value).__module__.partition(".")[0] == "numpy" and hasattr(value, "item") and not getattr(value, "ndim", 0):
        single = value.item()
        return None if single is None or single != single else single
    if isinstance(value, list | tuple):
        return [plain_value(each, name) for each in value]
    if hasattr(value, "magnitude") and hasattr(value, "units"):  # a pint quantity
        return value
    raise InputError(
        "value_unusable", f"{name} is {shown(value)}, a {type(value).__name__}; give text or a number", name
    )


def _near(value: object) -> object:
    return near(value) if isinstance(value, Decimal) else value


def kept(name: str, value: object) -> object:
    """A plain value as a model keeps it: amounts as Decimal, flags as bool, days as dates, choices by their word; others as given.

    Raises:
        InputError: the value cannot be used.
    """
    field = FIELD[name]
    if field.read in (read_money, read_price):
        return _amount(field, value)
    if field.of_market:  # which words there are is the market's to say
        return as_word(value)
    if field.read is None:
        return value
    number = field.read(value, name)
    if field.read is read_flag:
        return bool(number)
    if field.read is read_day_number:
        return day_of(number)
    return field.words[number] if field.words else value


def _amount(field: Field, value: object) -> object:
    """In the market's currency a Decimal; with a currency of its own the text, which is read when it is quoted."""
    if isinstance(value, str):
        _, currencies = split_amount(value)
        if currencies:
            number = str(plain_amount(value, field.name, (currencies[0],)))
            to_grains(number, field.name, positive=field.read is read_price)
            return value.strip()
    grains = to_grains(value, field.name, positive=field.read is read_price)
    return Decimal(grains // 100).scaleb(-2) if grains % 100 == 0 else Decimal(grains).scaleb(-4)


class _Typed(str):
    """An annotation in words, which signatures show without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


_AMOUNT = _Typed("str | int | float | Decimal | None")
_TYPED = {  # what is kept, and what may be typed
    Decimal | str | None: _AMOUNT,
    Decimal | float | int | str | None: _AMOUNT,
    Decimal | float | str | None: _AMOUNT,
    bool | None: _Typed("bool | str | None"),
}


def _in_words(parameter: inspect.Parameter) -> inspect.Parameter:
    annotation = parameter.annotation
    if MEASURE in getattr(annotation, "__metadata__", ()):
        kinds = "str | Sequence" if parameter.name in ("dimensions", "parcel") else "str | int | float | Decimal"
        none = "" if parameter.default is parameter.empty else " | None"
        return parameter.replace(annotation=_Typed(f"{kinds} | Quantity{none}"))
    try:
        return parameter.replace(annotation=_TYPED.get(annotation, annotation))
    except TypeError:  # what has no hash
        return parameter


class Given(BaseModel):
    """Base of `Product` and the programs: frozen, in a user's words, checked whenever it is made.

    A field that was not given is None. Every value that cannot be used is an `InputError`; inside another model or a web
    framework it is an ordinary validation error.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def __init__(self, /, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise as_input_error(error) from None

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # other models need not come through here

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """The signature as a person reads it: of a measure what may be typed, and not how pydantic keeps it."""
        super().__pydantic_init_subclass__(**kwargs)
        made = inspect.signature(cls)
        cls.__signature__ = made.replace(parameters=[_in_words(each) for each in made.parameters.values()])

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        try:
            return cls.read({str(name): plain_value(value, str(name)) for name, value in data.items()})
        except InputError as error:
            context = {"code": error.code, "message": error.message, "field": error.field}
            raise PydanticCustomError("logicost", "{message} [{code}]", context) from None

    @classmethod
    def read(cls, values: Mapping[str, object]) -> dict[str, object]:
        """The fields out of plain values.

        Raises:
            InputError: ``unknown_option``, or what is wrong with a value.
        """
        known = list(cls.model_fields)
        for name in values:
            if name not in known:
                raise InputError(
                    "unknown_option", f"{cls.__name__} has no field {shown(name)}.{nearest(name, known)}", name
                )
        return {name: cls.keep(name, value) for name, value in values.items() if not is_blank(value)}

    @classmethod
    def keep(cls, name: str, value: object) -> object:
        """A value that is not blank, as the model keeps it."""
        return kept(name, value)

    @classmethod
    def model_validate(cls, obj: Any, **how: Any) -> Self:
        try:
            return super().model_validate(obj, **how)
        except ValidationError as error:
            raise as_input_error(error) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **how: Any) -> Self:
        try:
            return super().model_validate_json(json_data, **how)
        except ValidationError as error:
            raise as_input_error(error) from None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, perhaps with other values, which are checked."""
        if not isinstance(update, Mapping | None):
            raise InputError("value_unusable", f"update is {shown(update)}; give fields to values", "update")
        return type(self)(**{**self.said(), **{text_of(name): value for name, value in (update or {}).items()}})

    def given(self) -> dict[str, Any]:
        """The values that were given, by field."""
        return {name: value for name, value in self.__dict__.items() if value is not None}

    def said(self) -> dict[str, Any]:
        """Those of them that the user gave: without the market of a product that names none."""
        return {name: value for name, value in self.given().items() if name in self.model_fields_set}

    def columns(self) -> dict[str, Any]:
        """Of the given values those that are columns of a catalog; the others are parts of a program's name."""
        return {name: value for name, value in self.given().items() if name in FIELD}

    def __repr_args__(self) -> Any:
        return self.given().items()

    def __hash__(self) -> int:
        return hash((type(self), repr(self)))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> JsonSchemaValue:
        found = handler.resolve_ref_schema(handler(schema))
        for name, described in found.get("properties", {}).items():
            if name in FIELD:
                described.setdefault("description", FIELD[name].help)
        return found  # type: ignore[no-any-return]


def as_input_error(error: ValidationError) -> InputError:
    """What is wrong first, as logicost's own error."""
    first = error.errors(include_url=False)[0]
    context = first.get("ctx") or {}
    if first["type"] == "logicost":
        return InputError(str(context["code"]), str(context["message"]), context["field"])
    name = ".".join(str(part) for part in first["loc"][:1]) or None
    if first["type"] == "literal_error":  # the words of some store, as editors list them
        known = re.findall(r"'(\w+)'", str(context["expected"]))
        hint = nearest(str(first["input"]), known)
        return InputError("unknown_choice", f"{name} is {shown(first['input'])}.{hint} Known: {', '.join(known)}", name)
    return InputError("value_unusable", f"{name or 'the input'}: {first['msg']}", name)
