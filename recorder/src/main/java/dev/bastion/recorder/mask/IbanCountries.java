package dev.bastion.recorder.mask;

import java.util.HashMap;
import java.util.Map;

/** How many characters an account number has, by its country (SWIFT, IBAN Registry). */
final class IbanCountries {

    private static final String REGISTRY =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28"
                    + "EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21"
                    + "LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18"
                    + "SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    private static final Map<Integer, Integer> LENGTHS = new HashMap<>();

    static {
        for (int i = 0; i < REGISTRY.length(); i += 4) {
            LENGTHS.put(
                    key(REGISTRY.charAt(i), REGISTRY.charAt(i + 1)),
                    Integer.parseInt(REGISTRY.substring(i + 2, i + 4)));
        }
    }

    private IbanCountries() {}

    /** 0 where there is no such country. */
    static int length(int first, int second) {
        return LENGTHS.getOrDefault(key(first, second), 0);
    }

    private static int key(int first, int second) {
        return (first << 8) | second;
    }
}
