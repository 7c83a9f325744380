package dev.bastion.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;

/** Messages of the authentication protocol (RFC 4252) that both servers send. */
final class AuthMessages {
    private AuthMessages() {}

    /** A sentence that clients show before authentication ends (section 5.4). */
    static void banner(AbstractSession to, String sentence) throws IOException {
        byte[] text = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        Buffer banner = to.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER, text.length + 16);
        banner.putBytes(text);
        banner.putString("");
        to.writePacket(banner);
    }

    /** The sentence, and the end of the connection: trying again would change nothing. */
    static void refuse(AbstractSession to, String sentence) throws IOException {
        banner(to, sentence);
        to.disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, "no access");
    }

    /** What answers a request after its message has been dealt with; a step that fails ends the connection. */
    interface Step {
        void run() throws Exception;
    }

    /** Runs an answer that may come on any thread. */
    static void later(AbstractSession session, Step step) {
        try {
            ThreadUtils.runAsInternal(() -> {
                step.run();
                return null;
            });
        } catch (Exception e) {
            session.exceptionCaught(e);
        }
    }

    static void failure(AbstractSession to, String methods, boolean partial) throws IOException {
        Buffer failure = to.createBuffer(SshConstants.SSH_MSG_USERAUTH_FAILURE, methods.length() + 16);
        failure.putString(methods);
        failure.putBoolean(partial);
        to.writePacket(failure);
    }
}
