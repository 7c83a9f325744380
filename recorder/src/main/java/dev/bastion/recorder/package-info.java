/**
 * What was typed, printed and moved, kept as evidence: opening a recording before the first byte passes, sealing
 * it at the end, finding and reading it afterwards. This package knows bytes, times and opaque facts; it knows
 * nothing of policy, of people, of SSH types or of SQL.
 */
package dev.bastion.recorder;
