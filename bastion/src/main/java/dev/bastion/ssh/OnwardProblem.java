package dev.bastion.ssh;

import java.util.concurrent.CompletionException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/** Why a target was not reached, as the person reads it: what happened and what to do, nothing that the host said. */
final class OnwardProblem {
    private OnwardProblem() {}

    static String sentence(String target, String login, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof SshException ssh) {
            int code = ssh.getDisconnectCode();
            if (code == SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE
                    || code == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
                return target + " showed another host key than the one it is known by; tell an administrator";
            }
            if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
                return target + " did not accept the login \"" + login + "\"; tell an administrator";
            }
        }
        return target + " could not be reached; tell an administrator if it lasts";
    }
}
