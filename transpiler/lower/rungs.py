"""The dispatch tables of lowering: every node class, with the functions that may lower it, best first."""

from cmc.transpiler.lower import (
    access,
    assignment,
    blocks,
    branches,
    calls,
    classes,
    exchange,
    functions,
    gotos,
    jumps,
    libraries,
    literals,
    namespaces,
    protected,
    returns,
    tables,
    varargs,
)
from cmc.transpiler.lower.loops import generic_for, numeric_for, while_
from cmc.transpiler.lower.operators import arithmetic, comparison, concat, logic
from cmc.transpiler.lower.registry import Rungs
from cmc.transpiler.syntax import nodes as lua

_LOGIC = (logic.lower_boolean_operation, logic.lower_choice, logic.lower_logic)
_EQUALITY = (comparison.lower_singleton_equality, comparison.lower_plain_equality, comparison.lower_equality)
_ORDER = (comparison.lower_plain_order, comparison.lower_order)
_RING = (
    arithmetic.lower_operator_of_class,
    arithmetic.lower_plain_arithmetic,
    arithmetic.lower_wrapped_arithmetic,
    arithmetic.lower_arithmetic,
)
_FLOOR = (arithmetic.lower_operator_of_class, arithmetic.lower_plain_division, arithmetic.lower_arithmetic)
_BITWISE = (arithmetic.lower_plain_bitwise, arithmetic.lower_arithmetic)
_SHIFT = (arithmetic.lower_plain_shift, arithmetic.lower_arithmetic)


def rungs() -> Rungs:
    """The tables."""
    return Rungs(
        expressions={
            lua.Nil: (literals.lower_nil,),
            lua.Boolean: (literals.lower_boolean,),
            lua.Number: (literals.lower_number,),
            lua.String: (literals.lower_string,),
            lua.Vararg: (varargs.lower_first_vararg,),
            lua.Name: (namespaces.lower_name, literals.lower_name),
            lua.Paren: (literals.lower_paren,),
            lua.Index: (
                access.lower_library_field,
                namespaces.lower_field,
                classes.lower_attribute,
                libraries.lower_host_field,
                access.lower_plain_index,
                access.lower_index,
            ),
            lua.Call: (varargs.lower_argument_count, varargs.lower_argument, calls.lower_first_result),
            lua.MethodCall: (calls.lower_first_result,),
            **dict.fromkeys(("and", "or"), _LOGIC),
            **dict.fromkeys(("==", "~="), _EQUALITY),
            **dict.fromkeys(("<", "<=", ">", ">="), _ORDER),
            **dict.fromkeys(("+", "-", "*"), _RING),
            **dict.fromkeys(("//", "%"), _FLOOR),
            "/": (arithmetic.lower_operator_of_class, arithmetic.lower_plain_quotient, arithmetic.lower_arithmetic),
            **dict.fromkeys(("&", "|", "~"), _BITWISE),
            **dict.fromkeys(("<<", ">>"), _SHIFT),
            "^": (arithmetic.lower_operator_of_class, arithmetic.lower_plain_power, arithmetic.lower_arithmetic),
            "..": (concat.lower_format, concat.lower_concat),
            "unary not": (logic.lower_not_value,),
            "unary -": (arithmetic.lower_folded_minus, arithmetic.lower_minus),
            "unary ~": (arithmetic.lower_complement,),
            "unary #": (arithmetic.lower_plain_length, arithmetic.lower_length),
            lua.Table: (
                classes.lower_creation,
                tables.lower_empty_table,
                tables.lower_sequence,
                tables.lower_display,
                tables.lower_table,
            ),
            lua.Function: (functions.lower_function,),
        },
        statements={
            lua.Local: (
                libraries.lower_imported_library,
                classes.lower_class,
                namespaces.lower_namespace,
                functions.lower_local_named_function,
                protected.lower_protected_local,
                assignment.lower_local,
            ),
            lua.Assign: (
                classes.lower_silent,
                classes.lower_member_value,
                namespaces.lower_field_value,
                assignment.lower_append,
                protected.lower_protected_assignment,
                assignment.lower_assign,
                exchange.lower_swap,
                exchange.lower_fields,
                assignment.lower_multiple_assign,
            ),
            lua.CallStatement: (
                classes.lower_caller,
                classes.lower_silent,
                protected.lower_protected_statement,
                classes.lower_change_statement,
                libraries.lower_host_statement,
                calls.lower_call_statement,
            ),
            lua.Do: (blocks.lower_do,),
            lua.While: (while_.lower_while,),
            lua.Repeat: (while_.lower_repeat,),
            lua.If: (branches.lower_if,),
            lua.NumericFor: (numeric_for.lower_numeric_for,),
            lua.GenericFor: (generic_for.lower_library_loop, generic_for.lower_generic_for),
            lua.FunctionStatement: (
                classes.lower_member_function,
                namespaces.lower_field_function,
                functions.lower_function_statement,
            ),
            lua.LocalFunction: (functions.lower_local_function,),
            lua.Return: (returns.lower_return,),
            lua.Break: (jumps.lower_break,),
            lua.Goto: (gotos.lower_goto,),
        },
        conditions={
            lua.Expression: (logic.condition_of_value,),
            lua.Nil: (logic.condition_of_constant,),
            lua.Boolean: (logic.condition_of_constant,),
            lua.Number: (logic.condition_of_constant,),
            lua.String: (logic.condition_of_constant,),
            lua.Paren: (logic.condition_of_paren,),
            **dict.fromkeys(("and", "or"), (logic.condition_of_operation,)),
            "unary not": (logic.lower_not,),
        },
        results={
            lua.Call: (
                varargs.lower_argument_count,
                classes.lower_handed,
                classes.lower_changed,
                calls.lower_call_results,
            ),
            lua.MethodCall: (libraries.lower_host_method, calls.lower_method_results),
            lua.Vararg: (literals.lower_all_varargs,),
        },
    )
