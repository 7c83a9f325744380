package dev.bastion.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that offers STARTTLS, takes a login and mails, and notes each line together with how it came. */
final class SmtpTalk implements RawServer.Talk {
    private final SSLContext tls;
    private final boolean offersStartTls;
    private final boolean implicit;
    final List<String> heard = new CopyOnWriteArrayList<>();

    private SmtpTalk(SSLContext tls, boolean offersStartTls, boolean implicit) {
        this.tls = tls;
        this.offersStartTls = offersStartTls;
        this.implicit = implicit;
    }

    static SmtpTalk startTls(SSLContext tls) {
        return new SmtpTalk(tls, true, false);
    }

    static SmtpTalk implicit(SSLContext tls) {
        return new SmtpTalk(tls, false, true);
    }

    /** As one between us and the server would have it. */
    static SmtpTalk strippedOfStartTls(SSLContext tls) {
        return new SmtpTalk(tls, false, false);
    }

    /** Whether a line came so: {@code tls} or {@code open}. */
    boolean heard(String how, String line) {
        return heard.contains(how + " " + line);
    }

    @Override
    public void with(Socket client) throws IOException {
        Socket socket = implicit ? secured(client) : client;
        say(socket, "220 mail.test ESMTP");
        talk(socket, implicit);
    }

    private void talk(Socket socket, boolean secure) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add((secure ? "tls " : "open ") + line);
            switch (line.split(" ", 2)[0].toUpperCase(Locale.ROOT)) {
                case "EHLO" -> {
                    say(socket, "250-mail.test");
                    say(socket, offersStartTls && !secure ? "250 STARTTLS" : "250 AUTH PLAIN");
                }
                case "STARTTLS" -> {
                    say(socket, "220 go on");
                    talk(secured(socket), true);
                    return;
                }
                case "AUTH" -> say(socket, "235 welcome");
                case "DATA" -> {
                    say(socket, "354 go on");
                    for (String text = in.readLine(); !text.equals("."); text = in.readLine()) {
                        heard.add((secure ? "tls " : "open ") + text);
                    }
                    say(socket, "250 taken");
                }
                case "QUIT" -> {
                    say(socket, "221 bye");
                    return;
                }
                default -> say(socket, "250 fine");
            }
        }
    }

    private SSLSocket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        return secured;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
