"""Release: may this patient leave, what must everybody near them do until when, and the papers they take along."""
