"""From a cleaned text to statements: mentions, context, lists with a shared head, rules, reconciliation."""
