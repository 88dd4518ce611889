import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges PDF files against PDF/A-3u (ISO 19005-3, level U): one JSON line a file, in the order of the arguments.
 *
 * Run as a source file, so nothing but the libraries is built. It looks at the last revision of a file only and
 * does not judge what is embedded in it.
 */
public final class Judge {
    private static final int FINDINGS_OF_A_RULE = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            System.out.println(JSON.writeValueAsString(judge(new File(file))));
        }
    }

    private static Map<String, Object> judge(File file) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, PDFAFlavour.PDFA_3_U);
                PDFAValidator validator = Foundries.defaultInstance()
                        .createValidator(PDFAFlavour.PDFA_3_U, FINDINGS_OF_A_RULE, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("file", file.getName());
            line.put("compliant", result.isCompliant());
            line.put("checks", result.getTotalAssertions());
            line.put("findings", result.getTestAssertions().stream().map(Judge::finding).toList());
            return line;
        }
    }

    private static Map<String, String> finding(TestAssertion assertion) {
        Map<String, String> finding = new LinkedHashMap<>();
        finding.put("rule", assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber());
        finding.put("message", String.valueOf(assertion.getErrorMessage()));
        finding.put("object", assertion.getLocation().getContext());
        return finding;
    }
}
