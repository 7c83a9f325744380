/**
 * The parts of a rule: what it gives, to what it confines it, when and how it may be used, who must agree, what must be
 * proved, and what is owed afterwards. Each part is a record that checks itself, with a reader that finds every problem of
 * its lines. Nothing here knows of people, targets, requests or grants.
 */
package dev.bastion.policy.rule;
