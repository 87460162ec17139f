"""Tags of the questionnaire's templates."""
