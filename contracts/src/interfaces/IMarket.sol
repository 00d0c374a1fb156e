// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice The secondary market of one share class in one trustee's money: fixed-price offers, whole or in part, delivery
/// versus payment in one transaction. Prices in sen per unit, times in chain seconds.
interface IMarket {
    struct Offer { address seller; uint64 units; uint64 price; uint64 expiresAt; uint64 certificate; uint32 encumbrance; }

    event MarketOpened(address indexed operator, address indexed face, address indexed money);
    event Offered(
        uint256 indexed offer, address indexed seller, uint256 certificate, uint256 units, uint256 price, uint64 expiresAt
    );
    /// @notice `units` of the offer went to `buyer` in certificate `into`, `amount` sen to the seller; `left` units are still offered.
    event Taken(
        uint256 indexed offer, address indexed buyer, address indexed seller, uint256 into, uint256 units, uint256 price,
        uint256 amount, uint256 left
    );
    event OfferEnded(uint256 indexed offer, address indexed seller, bytes32 why, uint256 units);

    error MarketAlreadyOpen();
    error MarketNotOpen();
    error MarketNotAnOperator(address door);
    error MarketNotTheIssuersOperator(address operator, address wanted);
    error MarketNotEquity(address face);
    error MarketNotMoney(address money);
    error MarketNotAnInvestor(address door);
    error MarketPriceZero();
    error MarketPriceTooHigh(uint256 price);
    error MarketExpiryPassed(uint64 expiresAt, uint256 time);
    error MarketNoSuchOffer(uint256 offer);
    error MarketOfferExpired(uint256 offer, uint64 expiresAt);
    error MarketOfferNotExpired(uint256 offer, uint64 expiresAt);
    error MarketUnitsLeft(uint256 offer, uint256 left, uint256 wanted);
    error MarketOtherPrice(uint256 offer, uint256 price, uint256 wanted);
    error MarketUnitsZero();
    error MarketNotYourOffer(uint256 offer, address seller);
    /// @notice The same person stands on both sides.
    error MarketSelfTrade(bytes32 person);

    // -- acts
    function open(address face, address money) external;
    function offer(uint256 certificate, uint256 units, uint256 price, uint64 expiresAt) external;
    function take(uint256 offer, uint256 units, uint256 price) external;
    function cancelOffer(uint256 offer) external;

    // -- a step that anyone may push
    /// @notice End an offer that has expired, whose certificate an order of the regulator took, or whose class is being converted.
    function expire(uint256 offer) external;

    // -- readings
    function offerOf(uint256 offer) external view returns (Offer memory);
    function face() external view returns (address);
    function money() external view returns (address);
    function operator() external view returns (address);
}
