package dev.bastion.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Logs in with a plain key (RFC 4252, section 7), signed at once. An RSA key is shown with one signature after the other,
 * best first, because old targets know but one of them and do not say which (RFC 8308 is younger than they are).
 */
final class KeyDialogue implements OnwardDialogue {
    private static final String METHOD = "publickey";
    private static final int REQUEST_BYTES = 4096;

    private final OnwardSession session;
    private final String service;
    private final KeyPair pair;
    private final byte[] blob;
    private final Deque<NamedFactory<Signature>> algorithms;

    KeyDialogue(OnwardSession session, String service, KeyPair pair) {
        this.session = session;
        this.service = service;
        this.pair = pair;
        this.blob = MinaKeys.blob(pair.getPublic());
        this.algorithms = new ArrayDeque<>(
                Algorithms.signaturesOf(typeOf(blob), session.target().oldAlgorithms()));
    }

    @Override
    public IoWriteFuture begin() throws IOException {
        if (algorithms.isEmpty()) {
            throw new IOException("a key of type " + typeOf(blob) + " is not used here");
        }
        return show(algorithms.poll());
    }

    @Override
    public void answered(int message, Buffer packet) throws Exception {
        if (message != SshConstants.SSH_MSG_USERAUTH_FAILURE) {
            throw new RefusedException("it sent message " + message + " during the login");
        }
        List<String> offered = Arrays.asList(packet.getString().split(",", -1));
        boolean partial = packet.getBoolean();
        if (partial) {
            throw new RefusedException("it wants more than a key");
        }
        if (algorithms.isEmpty() || !offered.contains(METHOD)) {
            throw new RefusedException("it refused the key");
        }
        show(algorithms.poll());
    }

    private IoWriteFuture show(NamedFactory<Signature> algorithm) throws IOException {
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, REQUEST_BYTES);
        putRequest(request, algorithm.getName());
        request.putBytes(signature(algorithm));
        return session.writePacket(request);
    }

    private byte[] signature(NamedFactory<Signature> algorithm) throws IOException {
        Buffer signed = new ByteArrayBuffer(REQUEST_BYTES, false);
        signed.putBytes(session.getSessionId());
        signed.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        putRequest(signed, algorithm.getName());
        try {
            Signature signer = algorithm.create();
            signer.initSigner(session, pair.getPrivate());
            signer.update(session, signed.array(), signed.rpos(), signed.available());
            Buffer signature = new ByteArrayBuffer(REQUEST_BYTES, false);
            signature.putString(algorithm.getName());
            signature.putBytes(signer.sign(session));
            return signature.getCompactData();
        } catch (Exception unusable) {
            throw new IOException("the key cannot sign: " + unusable.getClass().getSimpleName(), unusable);
        }
    }

    private void putRequest(Buffer to, String algorithm) {
        to.putString(session.getUsername(), StandardCharsets.UTF_8);
        to.putString(service);
        to.putString(METHOD);
        to.putBoolean(true);
        to.putString(algorithm);
        to.putBytes(blob);
    }

    private static String typeOf(byte[] blob) {
        return new ByteArrayBuffer(blob).getString();
    }
}
