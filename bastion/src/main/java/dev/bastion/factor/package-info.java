/**
 * Second factors: one-time codes by time (RFC 6238), recovery codes, and the seal around their secrets. Whether a code may
 * be used, and for what, is decided in {@code dev.bastion.policy}; here codes are made, shown and held against secrets.
 */
package dev.bastion.factor;
