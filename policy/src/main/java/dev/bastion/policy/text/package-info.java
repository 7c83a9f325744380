/** How lengths, sizes and times are typed and printed, and what a typed text may hold. */
package dev.bastion.policy.text;
