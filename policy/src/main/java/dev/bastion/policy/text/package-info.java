/** How lengths, sizes and times are typed and printed, what a typed text may hold, and what records ask of their parts. */
package dev.bastion.policy.text;
