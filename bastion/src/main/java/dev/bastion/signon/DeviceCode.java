package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.WebAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What the provider answers to the wish for a device flow (RFC 8628 section 3.2).
 *
 * @param device the secret with which the bastion asks how it stands
 * @param user what the person types at the provider
 * @param address where
 * @param whole where it need not be typed, if the provider has such a place
 * @param length for how long it is good
 * @param interval how long to wait between two questions
 */
record DeviceCode(
        String device, String user, String address, Optional<String> whole, Duration length, Duration interval) {
    private static final Pattern USER_CODE = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9 _-]{0,62}[A-Za-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("[!-~]{1,1024}");
    private static final int LONGEST = 4_096;
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LONGEST_LENGTH = Duration.ofMinutes(15);

    DeviceCode {
        requireNonNull(device, "device is null");
        requireNonNull(user, "user is null");
        requireNonNull(address, "address is null");
        requireNonNull(whole, "whole is null");
        requireNonNull(length, "length is null");
        requireNonNull(interval, "interval is null");
    }

    /** What is shown to a person is of a narrow form, and what is waited for has bounds. */
    static DeviceCode read(byte[] body, boolean open) throws ProviderException {
        JsonAnswer answer = JsonAnswer.read(body, "device answer");
        String user = answer.required("user_code", LONGEST);
        if (!USER_CODE.matcher(user).matches()) {
            throw new ProviderException("the provider's code for the person is nothing that one could type");
        }
        Optional<String> whole = answer.text("verification_uri_complete", LONGEST);
        return new DeviceCode(
                answer.required("device_code", LONGEST),
                user,
                address(answer.required("verification_uri", LONGEST), open),
                whole.isPresent() ? Optional.of(address(whole.get(), open)) : Optional.empty(),
                length(answer.number("expires_in")),
                interval(answer.number("interval")));
    }

    private static String address(String text, boolean open) throws ProviderException {
        boolean usable = ADDRESS.matcher(text).matches()
                && WebAddress.fault(text, open, "a person").isEmpty();
        if (!usable) {
            throw new ProviderException("the provider's address for the person is none that one could open");
        }
        return text;
    }

    private static Duration length(OptionalLong seconds) throws ProviderException {
        if (seconds.isEmpty() || seconds.getAsLong() < 1) {
            throw new ProviderException("the provider's device answer says no length of time");
        }
        return Duration.ofSeconds(Math.min(seconds.getAsLong(), LONGEST_LENGTH.toSeconds()));
    }

    /** Section 3.2: five seconds where it says nothing. */
    private static Duration interval(OptionalLong seconds) {
        return seconds.isPresent() && seconds.getAsLong() > 0
                ? Duration.ofSeconds(Math.min(seconds.getAsLong(), LONGEST_INTERVAL.toSeconds()))
                : USUAL_INTERVAL;
    }
}
