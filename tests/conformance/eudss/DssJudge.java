import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.time.Instant;
import java.util.Date;
import java.util.StringJoiner;

/**
 * Judges the signatures of PDF files by EU DSS: a line a signature, its file, indication, sub-indication and format.
 *
 * Arguments: the trusted root (DER), the moment of validation (RFC 3339), the files. Nothing is fetched.
 */
public final class DssJudge {
    public static void main(String[] given) throws Exception {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(DSSUtils.loadCertificate(new File(given[0])));
        for (int place = 2; place < given.length; place++) {
            CommonCertificateVerifier verifier = new CommonCertificateVerifier();
            verifier.setTrustedCertSources(trusted);
            SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(given[place]));
            validator.setCertificateVerifier(verifier);
            validator.setValidationTime(Date.from(Instant.parse(given[1])));
            SimpleReport report = validator.validateDocument().getSimpleReport();
            for (String id : report.getSignatureIdList()) {
                StringJoiner line = new StringJoiner("\t");
                line.add(new File(given[place]).getName());
                line.add(String.valueOf(report.getIndication(id)));
                line.add(String.valueOf(report.getSubIndication(id)));
                line.add(String.valueOf(report.getSignatureFormat(id)));
                System.out.println(line);
            }
        }
    }
}
