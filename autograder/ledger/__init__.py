"""What becomes of grades once they are given: deadlines, regrades with their record, and students' requests."""
