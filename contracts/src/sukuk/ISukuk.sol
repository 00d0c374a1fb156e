// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice What a sukuk has beside a campaign's terms: a profit rate, a maturity, and how often profit is paid until then.
/// Rates are parts per million a year of the price, times chain seconds. Payments are numbered: profit from 1 on, and after
/// the last one the principal.
interface ISukuk {
    struct Sukuk { uint64 rate; uint64 maturesAt; uint8 payments; }

    /// @notice The issuer set the terms; `documents` is the chain that an approval names, these terms in it.
    event SukukTermsSet(address indexed issuer, uint256 rate, uint64 maturesAt, uint8 payments, bytes32 documents);

    /// @notice A rate to 50 % a year, 30 days to 30 years after the close, 1 to 120 payments.
    error SukukBadTerms(uint64 rate, uint64 maturesAt, uint8 payments);
    error SukukTermsMissing();
    /// @notice A private placement: angels and sophisticated investors only.
    error SukukForProfessionals(address door);

    /// @notice The issuer sets, or changes before the approval, the profit rate, the maturity and the number of payments.
    function setSukuk(uint64 rate, uint64 maturesAt, uint8 payments) external;
    function sukuk() external view returns (Sukuk memory);
}
