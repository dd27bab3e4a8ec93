"""A client of the Language Server Protocol (3.17), as much of one as asking a server about single files takes."""

from __future__ import annotations

import json
import subprocess
import threading
from collections import defaultdict
from itertools import count
from queue import Queue
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

_SECONDS = 60


class LanguageServer:
    """
    A language server that runs as a process and speaks over standard input and output.

    `settings` are those of the editor, by section; `folder` is the URI of the one that is open in it. Every wait ends
    after a minute, with an exception.
    """

    def __init__(self, command: Sequence[str], settings: Mapping[str, Any], folder: str) -> None:
        self._settings = settings
        self._folder = folder
        self._numbers = count(1)
        self._answers: dict[int, Queue[Any]] = {}
        self._diagnostics: defaultdict[str, Queue[list[dict[str, Any]]]] = defaultdict(Queue)
        self._writing = threading.Lock()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "publishDiagnostics": {},
                "hover": {"contentFormat": ["markdown"]},
                "completion": {"completionItem": {"snippetSupport": True}},
            },
        }
        folders = [{"uri": self._folder, "name": "folder"}]
        about = {"processId": None, "rootUri": self._folder, "workspaceFolders": folders}
        self.ask("initialize", {**about, "capabilities": capabilities})
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": self._settings}})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join(_SECONDS)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def ask(self, method: str, params: object) -> Any:
        """Return what the server answers."""
        number = next(self._numbers)
        self._answers[number] = Queue()
        self._send({"id": number, "method": method, "params": params})
        answer = self._answers[number].get(timeout=_SECONDS)
        assert "error" not in answer, answer
        return answer["result"]

    def opened(self, uri: str, language: str, text: str) -> list[dict[str, Any]]:
        """Open a document; return its diagnostics."""
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        return self._diagnostics[uri].get(timeout=_SECONDS)

    def at(self, method: str, uri: str, line: int, character: int) -> Any:
        """Ask about a place, which counts from 0, of an open document."""
        position = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": position})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        with self._writing:
            self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
            self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while line := stream.readline():
            length = int(line.partition(b":")[2])
            while stream.readline().strip():
                pass
            self._take(json.loads(stream.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method is None:
            self._answers[message["id"]].put(message)
        elif method == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]].put(message["params"]["diagnostics"])
        elif method == "workspace/configuration":
            wanted = [self._settings.get(each["section"]) for each in message["params"]["items"]]
            self._send({"id": message["id"], "result": wanted})
        elif "id" in message:
            self._send({"id": message["id"], "result": None})
