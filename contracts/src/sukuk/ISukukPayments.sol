// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice The payments of a sukuk: profit, and at last the principal, as its placement said.
interface ISukukPayments {
    error SukukNotPlaced(address campaign);
    error SukukNoSuchPayment(uint8 number, uint8 payments);

    /// @notice The issuer declares payment `number` of the sukuk that `campaign` placed, at most 90 days before it falls due.
    /// One that lapsed may be declared again: it then goes to who holds the units at that second.
    function declareSukuk(address campaign, uint8 number) external;
    /// @notice When payment `number` falls due: equal periods from the close to the maturity, and there the principal.
    function dueAt(address campaign, uint8 number) external view returns (uint64);
    /// @notice What payment `number` is for a unit, in hundredths of a sen, rounded down.
    function perUnit(address campaign, uint8 number) external view returns (uint256);
}
