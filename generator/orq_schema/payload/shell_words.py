"""The words of a shell script, and its here-documents: what they mean, and where (POSIX.1, 2.2 to 2.7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from orq_schema.payload.document import Span

_ENDS = re.compile(r"[ \t\r\n;|&()<>]")
_PLAIN = re.compile(r"[^ \t\r\n;|&()<>'\"\\$`]+")
_COMMENT = re.compile(r"#[^\r\n]*")
_BREAK = re.compile(r"\r\n?|\n")
_HEREDOC = re.compile(r"<<(?P<tabs>-?)[ \t]*(?P<word>(?:'[^'\r\n]*'|\"[^\"\r\n]*\"|\\.|[^\s;|&()<>'\"\\])+)")
_VARIABLE = re.compile(r"\$(?:[A-Za-z_]\w*|[0-9@*#?$!-]|\{(?:[^{}\r\n]|\{[^{}\r\n]*\})*\})")
_DOLLAR = re.compile(r"\$")
_CONTINUED = re.compile(r"\\(?:\r\n?|\n)")
_IN_DOUBLE = re.compile(r'[^"\\$`]+')
_IN_HEREDOC = re.compile(r"[^\\$`]+")
_IN_ANSI = re.compile(r"[^'\\]+")
_ANSI = re.compile(
    r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|(.))", re.DOTALL
)
_ANSI_LETTERS = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b", "E": "\x1b",
}  # fmt: skip
# deeper substitutions in each other are nobody's documentation
_DEEPEST = 40


class Piece(NamedTuple):
    """What stands from `start` to `end`, and the `text` that it means; None where only the shell knows that."""

    text: str | None
    start: int
    end: int


class Word(NamedTuple):
    """
    A word, or the here-document that is the input of a command.

    `before` is the word before it, `note` where the comment is that stands right before the command.
    """

    pieces: list[Piece]
    before: str
    note: Span | None = None
    is_input: bool = False

    def known(self) -> str:
        """The text of it, without what only the shell knows."""
        return "".join([each.text or "" for each in self.pieces])


class _Unclosed(Exception):  # noqa: N818 - caught in here
    def __init__(self, opened: int) -> None:
        super().__init__(opened)
        self.opened = opened


class _Pending(NamedTuple):
    """A here-document whose text comes with the next line: its last line, and how it is to be read."""

    last: str
    is_quoted: bool
    has_tabs: bool


def words(text: str) -> list[Word]:
    """The words of the script `text` and of what it substitutes, in order, but for quotes that are never closed."""
    found: list[Word] = []
    at = 0
    while at < len(text):
        lexer = _Lexer(text, at, len(text), found)
        try:
            lexer.script()
            at = lexer.at + 1
        except _Unclosed as error:
            found = [each for each in found if each.pieces[0].start < error.opened]
            following = _BREAK.search(text, error.opened)
            at = following.end() if following else len(text)
    return found


class _Lexer:
    def __init__(self, text: str, at: int, end: int, found: list[Word], depth: int = 0) -> None:
        self.text = text
        self.at = at
        self.end = end
        self._found = found
        self._depth = depth

    def script(self) -> list[Word]:
        """Read up to the bracket that closes the script, or the end; the words of it alone."""
        own: list[Word] = []
        pending: list[_Pending] = []
        before = ""
        note: Span | None = None
        started = False
        while self.at < self.end and self.text[self.at] != ")":
            mark = self.text[self.at]
            heredoc = _HEREDOC.match(self.text, self.at)
            comment = _COMMENT.match(self.text, self.at)
            if heredoc and not self.text.startswith("<<<", self.at):
                pending.append(_pending(heredoc))
                self.at = heredoc.end()
            elif comment:
                self.at = comment.end()
                note = note if started else comment.span()
            elif mark == "(":
                own += self._nested(self.at)
            elif mark in "\r\n":
                self._break()
                own += [self._add(Word(self._heredoc(each), before, note, is_input=True)) for each in pending]
                pending, before = [], ""
                note, started = None if started else note, False
            elif _ENDS.match(mark):
                self.at += 1
            elif not self._continued():
                started = True
                word = Word(self._word(), before, note)
                own.append(self._add(word))
                before = word.known()
        return own

    def _add(self, word: Word) -> Word:
        self._found.append(word)
        return word

    def _nested(self, opened: int) -> list[Word]:
        """What is between the bracket here and the one that closes it."""
        self.at += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unclosed(opened)
        own = self.script()
        if self.at >= self.end:
            raise _Unclosed(opened)
        self.at += 1
        self._depth -= 1
        return own

    def _break(self) -> None:
        found = _BREAK.match(self.text, self.at)
        self.at = found.end() if found else self.at + 1

    def _continued(self) -> bool:
        found = _CONTINUED.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found is not None

    def _word(self) -> list[Piece]:
        pieces: list[Piece] = []
        while self.at < self.end and not _ENDS.match(self.text, self.at):
            mark = self.text[self.at]
            if mark == "'":
                pieces += self._single()
            elif mark == '"' or self.text.startswith('$"', self.at):
                self.at += mark == "$"
                pieces += self._double()
            elif self.text.startswith("$'", self.at):
                pieces += self._ansi()
            elif mark == "\\":
                pieces.append(self._escaped(None))
            elif mark in "$`":
                pieces += self._expansion()
            else:
                pieces.append(self._run(_PLAIN))
        return pieces

    def _run(self, pattern: re.Pattern[str]) -> Piece:
        start = self.at
        found = pattern.match(self.text, start, self.end)
        self.at = found.end() if found else start + 1
        return Piece(self.text[start : self.at], start, self.at)

    def _single(self) -> list[Piece]:
        start = self.at
        end = self.text.find("'", start + 1, self.end)
        if end < 0:
            raise _Unclosed(start)
        self.at = end + 1
        return [
            Piece("", start, start + 1),
            Piece(self.text[start + 1 : end], start + 1, end),
            Piece("", end, end + 1),
        ]

    def _double(self) -> list[Piece]:
        opened = self.at
        self.at += 1
        pieces = [Piece("", opened, self.at), *self._expanded(_IN_DOUBLE, '"', '"\\$`')]
        if self.at >= self.end:
            raise _Unclosed(opened)
        self.at += 1
        return [*pieces, Piece("", self.at - 1, self.at)]

    def _expanded(self, plain: re.Pattern[str], closer: str, escapable: str) -> list[Piece]:
        """What is here up to `closer`, where only some characters mean more than themselves."""
        pieces: list[Piece] = []
        while self.at < self.end and self.text[self.at] != closer:
            mark = self.text[self.at]
            if mark == "\\":
                pieces.append(self._escaped(escapable))
            elif mark in "$`":
                pieces += self._expansion()
            else:
                pieces.append(self._run(plain))
        return pieces

    def _escaped(self, escapable: str | None) -> Piece:
        start = self.at
        if self._continued():
            return Piece("", start, self.at)
        following = self.text[start + 1 : start + 2]
        if not following or (escapable is not None and following not in escapable):
            self.at += 1
            return Piece("\\", start, self.at)
        self.at += 2
        return Piece(following, start, self.at)

    def _ansi(self) -> list[Piece]:
        opened = self.at
        self.at += 2
        pieces = [Piece("", opened, self.at)]
        while self.at < self.end and self.text[self.at] != "'":
            found = _ANSI.match(self.text, self.at, self.end)
            if found:
                pieces.append(Piece(_meant(found), *found.span()))
                self.at = found.end()
            else:
                pieces.append(self._run(_IN_ANSI))
        if self.at >= self.end:
            raise _Unclosed(opened)
        self.at += 1
        return [*pieces, Piece("", self.at - 1, self.at)]

    def _expansion(self) -> list[Piece]:
        """A variable, or what a command gives; of `$(cat <<END ...)` that is known."""
        start = self.at
        if self.text[start] == "`":
            end = self.text.find("`", start + 1, self.end)
            if end < 0:
                raise _Unclosed(start)
            self.at = end + 1
        elif self.text.startswith("$(", start):
            self.at += 1
            count = len(self._found)
            inner = self._nested(start)
            if [each.known() for each in inner[:-1]] == ["cat"] and inner[-1].is_input:
                del self._found[count:]
                return [Piece("", start, inner[-1].pieces[0].start), *inner[-1].pieces]
        else:
            found = _VARIABLE.match(self.text, start, self.end)
            if found is None:
                return [self._run(_DOLLAR)]
            self.at = found.end()
        return [Piece(None, start, self.at)]

    def _heredoc(self, pending: _Pending) -> list[Piece]:
        """The text of a here-document, the first line of which is here; tabs at the start of lines are kept."""
        start = end = self.at
        while end < self.end:
            found = _BREAK.search(self.text, end, self.end)
            following = found.end() if found else self.end
            line = self.text[end : found.start() if found else following]
            if (line.lstrip("\t") if pending.has_tabs else line) == pending.last:
                self.at = following
                return [Piece("", start, start), *self._document(start, end, pending)]
            end = following
        raise _Unclosed(start - 1)

    def _document(self, start: int, end: int, pending: _Pending) -> list[Piece]:
        if pending.is_quoted:
            return [Piece(self.text[start:end], start, end)]
        inner = _Lexer(self.text, start, end, self._found, self._depth)
        return inner._expanded(_IN_HEREDOC, "", "\\$`")


def _pending(found: re.Match[str]) -> _Pending:
    word = found["word"]
    bare = re.sub(r"\\(.)|['\"]", r"\1", word)
    return _Pending(bare, is_quoted=bare != word, has_tabs=bool(found["tabs"]))


def _meant(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits or found[4]:
        code = int(digits, 16) if digits else int(found[4], 8) & 0xFF
        return chr(code) if code <= 0x10FFFF else ""  # noqa: PLR2004 - the last code point
    return _ANSI_LETTERS.get(found[5], found[5] if found[5] in "'\"\\?" else f"\\{found[5]}")
