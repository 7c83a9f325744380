package dev.bastion.policy.rule;

/** When the granted time begins to run. */
public enum StartAt {
    /** When the last approval lands. */
    APPROVAL,
    /** When the first tunnel opens. */
    FIRST_USE
}
