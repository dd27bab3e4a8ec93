"""
The keywords of draft 2020-12, one small unit each: what it applies to, its code, its sentence.

To add a keyword, add its unit to the module of its vocabulary; the order of UNITS is the order of the code.
"""

from orq_schema.compile.keywords import arrays, general, logic, numbers, objects, strings
from orq_schema.compile.keywords.base import Unit

UNITS: dict[str, Unit] = {
    unit.keyword: unit
    for module in (general, numbers, strings, arrays, objects, logic)
    for unit in module.UNITS
}
