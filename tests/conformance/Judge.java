import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
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
 * Java runs it from its source. It reads the last revision of a file and does not judge what is embedded there; a
 * file that is not a PDF at all ends it with an exception.
 */
public final class Judge {
    private static final int FINDINGS_OF_A_RULE = 5;
    private static final ObjectMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

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
            line.put("findings", result.getTestAssertions().stream().map(Judge::finding).collect(Collectors.toList()));
            return line;
        }
    }

    private static Map<String, String> finding(TestAssertion assertion) {
        Map<String, String> finding = new LinkedHashMap<>();
        finding.put("rule", assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber());
        finding.put("message", assertion.getErrorMessage());
        finding.put("place", assertion.getLocation().getContext());
        return finding;
    }
}
