/**
 * People, targets, rules, requests, approvals and grants: who may reach what, for how long, and who said so. This
 * package decides and hands out decisions as values; it knows nothing of SSH, of SQL or of HTTP, asks no clock
 * but the one it is given, and does no I/O beyond reading the text of a policy.
 */
package dev.bastion.policy;
