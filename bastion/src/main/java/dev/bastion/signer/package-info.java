/**
 * A signer that stands apart (THREATS T24): the authorities' keys in a process of their own, which believes the bastion
 * nothing. Both halves are here: what the bastion asks, and what the signer looks at before it signs.
 *
 * <p>Knows the policy, the certificates and the store; knows nothing of SSH servers, sessions or recordings.
 */
package dev.bastion.signer;
