"""
Target `pydantic`: a module of pydantic models, written by datamodel-code-generator.

The only module that imports it. Dump a model with `exclude_unset=True, by_alias=True`
to get back what came in.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from orq_schema.emit.base import stamp
from orq_schema.emit.python_names import class_names, stem
from orq_schema.errors import Problem, UnsupportedError
from orq_schema.jsonvalue import is_object
from orq_schema.load.bundle import bundle
from orq_schema.load.subschemas import walk

if TYPE_CHECKING:
    from orq_schema.emit.base import Files
    from orq_schema.ir.nodes import Model
    from orq_schema.load.schema import LoadedSchema


def emit(model: Model, schema: LoadedSchema) -> Files:
    """
    The file `<stem>_pydantic.py`; it needs pydantic 2.14.

    Raises UnsupportedError where the generator is not installed, or where what other files define cannot be put
    into one.
    """
    root = class_names([model.root])[model.root]
    contents = bundle(schema) if is_object(schema.contents) else schema.contents
    body = _generated(_prepared(contents), root, schema.file)
    return {f"{stem(schema.name)}_pydantic.py": stamp(body, model, "python")}


def _generated(contents: Any, root: str, file: str) -> str:
    try:
        import datamodel_code_generator as generator
        from datamodel_code_generator.enums import DataModelType, TargetPydanticVersion
        from datamodel_code_generator.format import Formatter, PythonVersion
        from datamodel_code_generator.parser import LiteralType
    except ImportError:
        message = "the target pydantic needs datamodel-code-generator, which is not installed"
        hint = 'pip install "orq-schema[pydantic]"'
        raise UnsupportedError(
            Problem(file, None, None, "", "missing-extra", "error", message, hint)
        ) from None
    text = generator.generate(
        contents,
        input_file_type=generator.InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        target_pydantic_version=TargetPydanticVersion.V2_14,
        # dated, and never changed: the next release gives the same text
        preset="standard-py311-20261027",
        formatters=[Formatter.BUILTIN],
        disable_timestamp=True,
        enum_field_as_literal=LiteralType.All,
        class_name=root,
        extra_fields="allow",
        use_missing_sentinel=True,
        field_constraints=True,
        use_annotated=True,
        collapse_root_models=False,
        use_type_alias=True,
        allow_remote_refs=False,
        use_schema_description=True,
        use_attribute_docstrings=True,
        custom_file_header="# fmt: off",
    )
    return str(text).rstrip("\n") + "\n"


def _prepared(contents: Any) -> Any:
    """
    A copy of `contents` without what the generator would act on.

    It would fetch `$id`, have a model send `default`, and turn text of a `format` into other types of value,
    which come back changed.
    """
    copied = copy.deepcopy(contents)
    for _, each in walk(copied):
        if not isinstance(each, bool):
            for keyword in ("$id", "default", "format"):
                each.pop(keyword, None)
    return copied
