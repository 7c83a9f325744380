package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.HostPort;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Over TLS 1.3 (RFC 8446), where both sides show a certificate: the signer's must be for the host that the bastion asks,
 * the bastion's for the name that the signer serves.
 */
final class TlsLink implements SignerLink {
    private static final Logger LOG = LoggerFactory.getLogger(TlsLink.class);
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 2_000;
    private static final int MOST_UNREAD = 1 << 16;

    private final Socket socket;
    private final MutualTls tls;
    private final Optional<HostPort> to;
    private final Optional<String> from;
    private SSLSocket secured;

    private TlsLink(Socket socket, MutualTls tls, Optional<HostPort> to, Optional<String> from) {
        this.socket = requireNonNull(socket, "socket is null");
        this.tls = requireNonNull(tls, "tls is null");
        this.to = to;
        this.from = from;
    }

    /** To a signer. */
    static TlsLink to(HostPort address, MutualTls tls) {
        return new TlsLink(new Socket(), tls, Optional.of(address), Optional.empty());
    }

    /**
     * From whoever connected.
     *
     * @param name for which their certificate should be
     */
    static TlsLink from(Socket connected, MutualTls tls, String name) {
        return new TlsLink(connected, tls, Optional.empty(), Optional.of(name));
    }

    @Override
    public String open() throws IOException {
        if (to.isPresent()) {
            socket.connect(new InetSocketAddress(to.get().host(), to.get().port()), CONNECT_MILLIS);
        }
        try {
            socket.setTcpNoDelay(true);
            secured = to.isPresent() ? asking(to.get()) : answering();
            secured.startHandshake();
            X509Certificate other = (X509Certificate) secured.getSession().getPeerCertificates()[0];
            tls.requireInTime(other);
            if (from.isPresent() && !CertificateNames.of(other).contains(from.get())) {
                throw new StrangerException("it serves '%s', and the certificate is for %s"
                        .formatted(from.get(), CertificateNames.shown(other)));
            }
            return CertificateNames.shown(other);
        } catch (StrangerException stranger) {
            throw new StrangerException(where() + stranger.getMessage());
        } catch (SocketException | EOFException gone) {
            throw new IOException(where() + "the connection ended before both knew each other", gone);
        } catch (IOException fault) {
            letRead();
            throw new IOException(where() + TlsFault.sentence(fault), fault);
        }
    }

    /** A close with something unread is a reset, which would overtake the alert that tells the other why. */
    private void letRead() {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(READ_MILLIS);
            socket.getInputStream().readNBytes(MOST_UNREAD);
        } catch (IOException gone) {
            LOG.debug("the other did not wait for the reason: {}", gone.toString());
        }
    }

    /** A stranger's address is all that is known of them. */
    private String where() {
        return to.isPresent() ? "" : socket.getInetAddress().getHostAddress() + ": ";
    }

    private SSLSocket asking(HostPort address) throws IOException {
        SSLSocket asking = (SSLSocket)
                tls.context().getSocketFactory().createSocket(socket, address.host(), address.port(), false);
        SSLParameters parameters = asking.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        asking.setSSLParameters(parameters);
        return asking;
    }

    private SSLSocket answering() throws IOException {
        SSLSocket answering = (SSLSocket) tls.context().getSocketFactory().createSocket(socket, null, false);
        SSLParameters parameters = answering.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setNeedClientAuth(true);
        answering.setUseClientMode(false);
        answering.setSSLParameters(parameters);
        return answering;
    }

    @Override
    public DataInputStream in() throws IOException {
        return new DataInputStream(secured.getInputStream());
    }

    @Override
    public DataOutputStream out() throws IOException {
        return new DataOutputStream(new BufferedOutputStream(secured.getOutputStream()));
    }

    /** The connection itself: closing TLS would wait for whoever is in the midst of it. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
