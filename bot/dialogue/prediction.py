"""What is the next action? Rasa's own answer with less work: nothing here decides otherwise than Rasa does.

Runs on Python 3.10 in Rasa's own environment. Each function is one change with its reason, and does nothing
until the launcher calls it; tests hold each to what Rasa does by itself.
"""

from __future__ import annotations

import json
from typing import Any

_LISTEN = "action_listen"
_TABLES = ("rules", "rules_for_loop_unhappy_path")


def run_graphs_directly() -> None:
    """Run the few steps of a prediction one after another, without a scheduler.

    Dask brings queues and callbacks for graphs that may run anywhere; Rasa also writes the whole conversation
    into a log line that nobody asked for.
    """
    from rasa.engine.exceptions import GraphRunError
    from rasa.engine.runner.dask import DaskGraphRunner

    def run(self: Any, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> Any:
        wanted = tuple(targets or self._graph_schema.target_names)
        plans = self.__dict__.setdefault("_firstline_plans", {})
        if wanted not in plans:
            plans[wanted] = _in_order(self._graph_schema.minimal_graph_schema(list(wanted)), wanted)
        given = dict(inputs or {})
        done: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in given.items()}
        try:
            for name, parents in plans[wanted]:
                if name not in done:
                    node = self._instantiated_nodes[name]
                    done[name] = node(*(done.get(parent, parent) for parent in parents))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(done[name] for name in wanted)

    DaskGraphRunner.run = run


def _in_order(schema: Any, targets: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """The nodes with what they need, each after those that it needs."""
    order: dict[str, list[str]] = {}

    def visit(name: str) -> None:
        if name in schema.nodes and name not in order:
            parents = list(schema.nodes[name].needs.values())
            for parent in parents:
                visit(parent)
            order[name] = parents

    for target in targets:
        visit(target)
    return list(order.items())


def match_rules_quickly() -> None:
    """Compare the conversation only with the rules for what was done last.

    Rasa unpacks and compares all rules for every past state. It also looks a message up by its text before
    its intent, for dialogues that were trained on texts; where every rule for the moment after listening asks
    for an intent, no text can match.
    """
    from rasa.core.policies.rule_policy import RulePolicy

    find_by_rules = RulePolicy._find_action_from_rules

    def find(self: Any, tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Any:
        if use_text_for_last_user_input and _rules_of(self).only_by_intent:
            return None, None, False
        return find_by_rules(self, tracker, domain, use_text_for_last_user_input)

    def possible_keys(self: Any, lookup: dict[str, str], states: list[Any]) -> set[str]:
        if not states:
            return set(lookup)
        backwards = states[::-1]
        last_action = (backwards[0].get("prev_action") or {}).get("action_name")
        rules = _rules_of(self).of(lookup)
        return {
            key
            for key, steps in [*rules.get(last_action, ()), *rules.get(None, ())]
            if all(map(_fits, steps, backwards))
        }

    def _fits(step: Any, state: Any) -> bool:
        # As in Rasa's `_is_rule_applicable`: both are the beginning of a conversation, or neither is.
        if not step.get("prev_action") or not state.get("prev_action"):
            return not step.get("prev_action") and not state.get("prev_action")
        return bool(RulePolicy._does_rule_match_state(step, state))

    RulePolicy._find_action_from_rules = find
    RulePolicy._get_possible_keys = possible_keys


Steps = list[dict[str, Any]]


class _Rules:
    """A policy's rules, unpacked: by the action that must have come last, None where any may have."""

    def __init__(self, lookups: dict[str, Any]) -> None:
        self.lookups = lookups
        self._by_action: dict[int, dict[str | None, list[tuple[str, Steps]]]] = {}
        tables = [lookups[name] for name in _TABLES if name in lookups]
        found = [rule for table in tables for rules in self.of(table).values() for rule in rules]
        last_steps = [steps[0] for _, steps in found]
        self.only_by_intent = all(
            step.get("user", {}).get("intent") or _action_of(step) not in (_LISTEN, None)
            for step in last_steps
        )

    def of(self, lookup: dict[str, str]) -> dict[str | None, list[tuple[str, Steps]]]:
        """The rules of one of the policy's tables, each with its states, the last first."""
        found = self._by_action.get(id(lookup))
        if found is None:
            found = self._by_action[id(lookup)] = {}
            for key in lookup:
                steps = json.loads(key)[::-1]
                found.setdefault(_action_of(steps[0]), []).append((key, steps))
        return found


def _rules_of(policy: Any) -> _Rules:
    rules = policy.__dict__.get("_firstline_rules")
    if rules is None or rules.lookups is not policy.lookup:
        rules = policy._firstline_rules = _Rules(policy.lookup)
    return rules


def _action_of(step: dict[str, Any]) -> str | None:
    """The action that a rule's state must come after; None where it doesn't name one."""
    name = (step.get("prev_action") or {}).get("action_name")
    return name if name and name != "should_not_be_set" else None


def find_event_types_once() -> None:
    """Look an event's class up by its name in a table; Rasa searches all classes each time."""
    from rasa.shared.core.events import Event
    from rasa.shared.utils.common import all_subclasses

    resolve = Event.resolve_by_type
    known: dict[str, Any] = {}
    for event_class in all_subclasses(Event):
        if getattr(event_class, "type_name", None):
            known.setdefault(event_class.type_name, event_class)

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        return known.get(type_name) or resolve(type_name, default)

    Event.resolve_by_type = staticmethod(resolve_by_type)


def send_actions_the_turn_only() -> None:
    """Tell an action what happened since the visitor spoke, not the whole conversation again.

    The message itself is in `latest_message`, with all that was found out about it, and what earlier turns
    left is in the slots: our actions look at nothing else.
    """
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.events import UserUttered
    from rasa.shared.core.trackers import EventVerbosity

    call_format = RemoteAction._action_call_format

    class OfTheTurn:
        """A tracker that tells only of this turn's events."""

        def __init__(self, tracker: Any) -> None:
            self._tracker = tracker

        def __getattr__(self, name: str) -> Any:
            return getattr(self._tracker, name)

        def current_state(self, _verbosity: Any = None) -> dict[str, Any]:
            state = self._tracker.current_state(EventVerbosity.NONE)
            state["events"] = []
            for event in reversed(self._tracker.events):
                if isinstance(event, UserUttered):
                    state["events"].append({"event": event.type_name, "timestamp": event.timestamp})
                    break
                state["events"].append(event.as_dict())
            state["events"].reverse()
            return state

    def format_of_the_turn(self: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        return call_format(self, OfTheTurn(tracker), domain)

    RemoteAction._action_call_format = format_of_the_turn
