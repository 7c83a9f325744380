/**
 * Tells people what happened: programs by signed JSON, channels of Slack, persons by mail. Knows what is worth telling and how
 * to word and deliver it; decides nothing, and nothing waits for it.
 */
package dev.bastion.notify;
