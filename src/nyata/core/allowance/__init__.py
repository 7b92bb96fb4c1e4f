"""The allowance (TPP) of a month: from a person's days, a template of the policy and an amount to steps. Pure."""
