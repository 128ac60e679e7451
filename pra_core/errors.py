"""Errors with a code, a place and the allowed values, readable in either language.

A `Problem` is one thing that is wrong; a `PraError` carries all problems found at once.
`MESSAGES` holds the English template per code; `pra_core.i18n` translates the template,
so the core itself never contains words in two languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Context = Mapping[str, object]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate"
    """Mark a message for extraction without translating it here."""
    return message


MESSAGES: dict[str, str] = {
    "unknown_key": N_("unknown key '{value}'; allowed: {allowed}"),
    "missing": N_("a value is missing; required: {allowed}"),
    "wrong_type": N_("'{value}' is not allowed here; allowed: {allowed}"),
    "wrong_unit": N_("unit '{value}' does not fit; allowed: {allowed}"),
    "not_finite": N_("'{value}' is not a finite number; allowed: a finite number"),
    "order": N_("{value} is not in order; allowed: {allowed}"),
    "out_of_bounds": N_("{value} is outside what is allowed: {allowed}"),
    "no_source": N_(
        "the value has no source; allowed: a citation, or assessor, date and reason"
        " for elicited and assumed values"
    ),
    "duplicate": N_("'{value}' is used more than once; names and ids must be unique"),
    "duplicate_key": N_("the key '{value}' is written twice; each key may appear once"),
    "unknown_step": N_("unknown step '{value}'; allowed: {allowed}"),
    "unknown_id": N_("unknown id '{value}'; allowed: {allowed}"),
    "not_computed": N_("'{value}' cannot be computed yet; allowed for now: {allowed}"),
    "conflict": N_("{value} contradict each other; allowed: {allowed}"),
    "not_a_correlation": N_(
        "the rank correlations of {value} cannot all hold at once; the nearest that can: {allowed}"
    ),
    "unreachable": N_("this cannot be reached: {value}; allowed: {allowed}"),
    "unreadable": N_("the file cannot be read: {value}; allowed: {allowed}"),
    "not_found": N_("'{value}' was not found; allowed: {allowed}"),
    "too_many_measures": N_(
        "{value} feasible measures are too many for the full search; allowed: at most {allowed};"
        " say of some that they are not feasible, or join measures that only come together"
    ),
    "integrity": N_("the data file {value} does not match its recorded hash; allowed: {allowed}"),
    "swapped": N_(
        "latitude and longitude look exchanged: {value} points make sense only the other way"
        " round; allowed: {allowed}"
    ),
    "schema_version": N_("schema version '{value}' is not known; allowed: {allowed}"),
    "more": N_("and {value} more problems"),
    "no_finite_output": N_(
        "the output '{value}' is not finite on every draw, so its variance cannot be split;"
        " allowed: {allowed}"
    ),
    "log_of_zero": N_(
        "the risk is zero in {value} of the simulated futures, so its logarithm does not exist"
        " there; use the output without logarithm instead: {allowed}"
    ),
    "no_density": N_(
        "the output '{value}' is only yes or no and has no density; use one of: {allowed}"
    ),
    "stranger": N_(
        "'{value}' has no role in this workbench yet; an administrator can give one"
    ),
    "not_signed_in": N_("please log in first"),
    "visitor": N_(
        "stored scenarios open only at the machine on which the workbench runs; whoever runs it"
        " can set up log-in, or trust this network"
    ),
    "settings_unreadable": N_(
        "the settings file {value} is not valid, so nothing is opened until it is mended"
    ),
    "role_refused": N_("the role of '{value}' does not allow this: {allowed}"),
    "not_shared": N_("this scenario was not shared with '{value}', or does not exist"),
    "confidential_link": N_(
        "a confidential scenario is never put into a link; share it with named people instead"
    ),
    "link_too_long": N_(
        "this scenario needs {value} characters, too many for a link; save it and share a stored"
        " link, or send the scenario file"
    ),
    "confidential_open": N_(
        "a confidential scenario is never open to everybody; share it with named people instead"
    ),
    "owner_only": N_("only the owner or an administrator may do this: {allowed}"),
    "own_approval": N_("nobody approves a scenario of their own: {value}"),
    "store_address": N_(
        "the address of the scenario library is not understood: {value}; allowed: {allowed}"
    ),
    "store_unreachable": N_(
        "the scenario library cannot be reached: {value}; the workbench goes on without it"
    ),
    "store_locked": N_(
        "the scenario library is busy: {value}; nothing was saved and nothing was lost, try again"
    ),
    "store_full": N_(
        "no space is left for the scenario library {value}: this was not saved, and what was saved"
        " before is whole; needed: {allowed}"
    ),
    "store_read_only": N_(
        "the scenario library {value} can be read here but not changed; needed: {allowed}"
    ),
    "store_damaged": N_(
        "the scenario library is damaged at: {value}; nothing was changed, put back a copy of it"
    ),
    "store_newer": N_(
        "the scenario library was written by a newer workbench (schema {value}; this one knows up"
        " to {allowed}); nothing was changed"
    ),
    "store_foreign": N_(
        "{value} holds tables of another program ({allowed}) and is left alone; give the scenario"
        " library a file or a database of its own"
    ),
    "edit_conflict": N_(
        "another version was saved meanwhile, by {value} ({allowed}); yours is not lost: look at"
        " the differences, or save it as a copy or as a further version"
    ),
    "changed_meanwhile": N_(
        "this was changed meanwhile, by {value} ({allowed}); look at what it is now before you"
        " change it again"
    ),
    "copy_confidential": N_(
        "this was copied from a confidential scenario: only the owner of that one or an"
        " administrator makes it less confidential, not '{value}'"
    ),
    "entry_deleted": N_("'{value}' was deleted; its owner can bring it back"),
    "not_deleted": N_("'{value}' is removed for good only after it was deleted"),
    "approved_kept": N_("'{value}' holds an approved version and is kept"),
    "approved_already": N_("version {value} was approved already: {allowed}"),
    "last_admin": N_(
        "'{value}' is the last administrator; make somebody else one first"
    ),
    "library_file": N_("in the library file: {value}; allowed: {allowed}"),
    "not_applicable": N_("this question does not apply here: {value} is missing"),
    "code_broken": N_(
        "this is no scenario code, or a part of it is missing or mistyped: {value}; allowed:"
        " {allowed}"
    ),
    "code_outdated": N_(
        "the code builds on the shipped scenario '{value}', which has changed since; use instead:"
        " {allowed}"
    ),
    "no_code": N_("no scenario was found in '{value}'; allowed: {allowed}"),
    "class_unknown": N_(
        "no class has the code '{value}'; look again at the trainer's screen, and mind that a code"
        " is: {allowed}"
    ),
    "class_over": N_(
        "the class “{value}” has ended: nothing more is taken, and what was handed in stays"
    ),
    "class_full": N_("the class “{value}” is full; allowed: {allowed}"),
    "class_revealed": N_(
        "the solution of '{value}' was shown, so answers to it are no longer taken"
    ),
    "not_your_class": N_("only who opened this class, or an administrator, may see and lead it"),
    "nickname_missing": N_("'{value}' is no nickname; allowed: {allowed}"),
    "nickname_taken": N_(
        "somebody in this class is called '{value}' already; choose another nickname, or ask the"
        " trainer for your own link if that was you"
    ),
    "seat_unknown": N_(
        "this seat belongs to no class here any more; join again with the code of the class"
    ),
    "too_many_tries": N_("too many wrong codes were tried; try again in {value} seconds"),
    "not_a_power_of_two": N_(
        "the base sample {value} is not a power of two; the nearest are {allowed}"
    ),
}

PHRASES = (
    N_("a mapping of keys to values"), N_("a list"), N_("a number"), N_("a whole number"),
    N_("a text"), N_("true or false"), N_("a date like 2026-11-22"), N_("at least one entry"),
    N_("twelve numbers"), N_("UTF-8 text"), N_("valid YAML at this line and column"),
    N_("citation | assessor + date + reason"), N_("unique ids"), N_("one of the two"),
    N_("exactly one of the two"), N_("female_share for sexual reproduction only"),
    N_("efficacy per pest, no sample_size or sensitivity"), N_("en, zh_CN (en is required)"),
    N_("effects per lot or per founding, not both"), N_("ids of other measures"),
    N_("threshold and rate, or neither"), N_("both thresholds and the rate, or none of the three"),
    N_("share of lots on which it is applied"),
    N_("an id either required or excluded"), N_("one fixed value; vary it to see its effect"),
    N_("an even year (1/12 each), or leave it out"), N_("0 or more"),
    N_("a power of two, 2 or more"), N_("a scenario whose risk is above zero and uncertain"),
    N_("a set of feasible measures that do not exclude each other"),
    N_("a value of the kind asked for"), N_("a record on land"),
    N_("an input that is uncertain and sampled by itself"), N_("two inputs, each pair once"),
    N_("the same draws and seed"), N_("a function with finite values"),
    N_("the whole code as it was printed"), N_("at most 400,000 characters"),
    N_("a report file, which holds the whole scenario"),
    N_("six letters and digits"), N_("1 to 24 characters"), N_("100 seats"),
    N_("a number from 0 to 2,147,483,647"), N_("an end after the beginning"),
    N_("a report made here (PDF, Word, HTML, Excel), a scenario file, or a scenario code"),
    N_("a file that unpacks to no more than 20 MB"),
    N_("the distribution of the elicitation"), N_("one judgement per assessor and round"),
    N_("at least one weight > 0"), N_("one weight per distribution"),
)
"""What is allowed, where it is said in words; listed here so that it can be translated."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: code, path inside the input, the value found and what is allowed."""

    code: str
    path: str = ""
    value: object = ""
    allowed: str = ""

    @property
    def context(self) -> Context:
        """Values for the message template: value, allowed, path."""
        return MappingProxyType({"value": self.value, "allowed": self.allowed, "path": self.path})

    def text(self) -> str:
        """English text: where, what, allowed."""
        body = MESSAGES[self.code].format(value=self.value, allowed=self.allowed)
        return f"{self.path}: {body}" if self.path else body


@dataclass(eq=False)
class PraError(ValueError):
    """Every problem found in one input; never raised for the first one only.

    Call `PraError(code, path=…, value=…, allowed=…)` for a single problem or
    `PraError.of(problems)` for several.
    """

    code: str
    path: str = ""
    value: object = ""
    allowed: str = ""
    problems: tuple[Problem, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.problems:
            self.problems = (Problem(self.code, self.path, self.value, self.allowed),)
        super().__init__(str(self))

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> PraError:
        """One error that carries several problems."""
        found = tuple(problems)
        first = found[0]
        return cls(first.code, first.path, first.value, first.allowed, found)

    @property
    def context(self) -> Context:
        """Values of the first problem."""
        return self.problems[0].context

    def __str__(self) -> str:
        return "\n".join(p.text() for p in self.problems)
