/**
 * How a host joins: the script that makes it trust the target authority, the look at its keys before anybody pins one, and
 * the login that tells whether it worked. Knows targets, keys and certificates; nothing of SSH's wire, of commands or of
 * files.
 */
package dev.bastion.enrol;
