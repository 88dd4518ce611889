"""Pages of compromised accounts: report, judgement, answers, papers, the way back."""
